"""The door to an Android phone: adb, spoken by ourselves, to read and never to change."""
