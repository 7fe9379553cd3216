"""The directory of a program: who could be asked, found by words, skills and meaning, with the fit and its reasons."""
