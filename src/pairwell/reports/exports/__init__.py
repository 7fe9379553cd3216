"""A program in open formats for those who run it: what they may read, and never the content of mentorships."""
