# F10, T: two keys and the counter goes into training; wiping is only there
key F10 => menu; "Training"; !"Begin training anew"; trains off
type w => menu; trains off
type t => idle; trains on; events 0
# Sounds: two keys as well, kept over a restart
key F10 => "On: found, saved, not done"
type s => idle; "Off."
crash => idle
key F10 => "Off."
type s => idle; "On:"
