-- Undoes 0001_auth.sql, and with it everybody's account.
DROP TABLE `local_mails`;
DROP TABLE `signing_keys`;
DROP TABLE `passkeys`;
DROP TABLE `second_factors`;
DROP TABLE `verifications`;
DROP TABLE `sign_in_methods`;
DROP TABLE `sessions`;
DROP TABLE `users`;
