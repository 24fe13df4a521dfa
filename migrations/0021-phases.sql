-- Each phase of a board and of a UPS is a limit of its own: `other-side-lost:L1` beside `other-side-lost`. What was computed before
-- does not know them; the next who reserves power computes all limits and sums anew.
DELETE FROM market.limits_of;
