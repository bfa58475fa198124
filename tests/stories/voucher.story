# programme supermarket
# Every 100.00 brings a voucher for the next purchase, which waits for a large enough one
scan A => enrol
key Enter => member
key Esc => idle
earn A 9999 => idle; balance A voucher:five-off-next 0
left A => idle
wait 200 => idle
scan A => member
type 1 => member
key Enter => idle; balance A voucher:five-off-next 1
# Taken back, the cent takes its voucher along
key F8 => idle; balance A voucher:five-off-next 0
earn A 1 => idle; balance A voucher:five-off-next 1
left A => idle
wait 200 => idle
scan A => member; "5.00 off your next purchase"; "From € 25,00 on one sale"
type 3000 => member; "5.00 off your next purchase"; "Ready"
key F4 => redeem; "DISCOUNT € 5,00"; "Yours: 1"
key Enter => idle; balance A voucher:five-off-next 0; balance A points 125
# A till that is not the first one counts, but what comes of it is given at the first
till 2 => idle
sync => idle
earn A 10000 => idle; balance A voucher:five-off-next 0
till 1 => idle
sync => idle
earn A 100 => idle; balance A voucher:five-off-next 1
