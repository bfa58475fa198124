"""Tests of what only files have: keys, disks, damage, versions and crashes."""
