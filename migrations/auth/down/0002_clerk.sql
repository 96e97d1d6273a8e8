-- Undoes 0002_clerk.sql. Clerk tells of its people again when they change, or when its messages are sent anew.
DROP TABLE `clerk_receipts`;
DROP TABLE `clerk_people`;
