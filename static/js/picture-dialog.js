// The dialog in which a picture of the library is chosen or uploaded.
