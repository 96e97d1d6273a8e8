DROP TABLE `views`;
