-- From version 5 to 6: tokenised secrets count their uses, and those of the simulator can be shown.

ALTER TABLE tokenised ADD COLUMN showable INTEGER NOT NULL DEFAULT 0 CHECK (showable IN (0, 1));
ALTER TABLE tokenised ADD COLUMN uses INTEGER NOT NULL DEFAULT 0;
