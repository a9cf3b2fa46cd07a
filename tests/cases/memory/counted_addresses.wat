;; Loops whose counters wrap, turn negative, or step by what varies read where 32-bit sums say.
;;! check = "run"
;;! args = ["--invoke", "sums"]
;;! stdout = "40\n56\n36\n40\n36\n24\n14\n"
(module
  (memory 1)
  (data (i32.const 0) "\00\01\02\03\04\05\06\07\08\09\0a\0b\0c\0d\0e\0f\10\11\12\13\14\15\16\17\18\19\1a\1b\1c\1d\1e\1f")
  ;; Always negative: -16, -12, -8, -4.
  (func $negative (result i32) (local $i i32) (local $sum i32)
    (local.set $i (i32.const -16))
    (loop $next
      (local.set $sum (i32.add (local.get $sum) (i32.load8_u (i32.add (local.get $i) (i32.const 20)))))
      (br_if $next (local.tee $i (i32.add (local.get $i) (i32.const 4)))))
    (local.get $sum))
  ;; Passes zero upwards: -8, -4, 0, 4.
  (func $passes_zero (result i32) (local $i i32) (local $sum i32)
    (local.set $i (i32.const -8))
    (loop $next
      (local.set $sum (i32.add (local.get $sum) (i32.load8_u (i32.add (local.get $i) (i32.const 16)))))
      (br_if $next (i32.ne (local.tee $i (i32.add (local.get $i) (i32.const 4))) (i32.const 8))))
    (local.get $sum))
  ;; The step wraps before it is compared, unsigned: -4, 4, 12.
  (func $wraps_to_below (result i32) (local $i i32) (local $sum i32)
    (local.set $i (i32.const -4))
    (loop $next
      (local.set $sum (i32.add (local.get $sum) (i32.load8_u (i32.add (local.get $i) (i32.const 8)))))
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 8))) (i32.const 16))))
    (local.get $sum))
  ;; Compared as signed: -8, -4, 0, 4.
  (func $signed (result i32) (local $i i32) (local $sum i32)
    (local.set $i (i32.const -8))
    (loop $next
      (local.set $sum (i32.add (local.get $sum) (i32.load8_u (i32.add (local.get $i) (i32.const 12)))))
      (br_if $next (i32.lt_s (local.tee $i (i32.add (local.get $i) (i32.const 4))) (i32.const 8))))
    (local.get $sum))
  ;; Downwards: 12, 8, 4.
  (func $down (result i32) (local $i i32) (local $sum i32)
    (local.set $i (i32.const 12))
    (loop $next
      (local.set $sum (i32.add (local.get $sum) (i32.load8_u (i32.add (local.get $i) (i32.const 4)))))
      (br_if $next (local.tee $i (i32.sub (local.get $i) (i32.const 4)))))
    (local.get $sum))
  ;; Downwards past zero: 4, 0, -4.
  (func $down_past_zero (result i32) (local $i i32) (local $sum i32)
    (local.set $i (i32.const 4))
    (loop $next
      (local.set $sum (i32.add (local.get $sum) (i32.load8_u (i32.add (local.get $i) (i32.const 8)))))
      (br_if $next (i32.ne (local.tee $i (i32.add (local.get $i) (i32.const -4))) (i32.const -8))))
    (local.get $sum))
  ;; Steps of 1, then 2, then 3: 1, 2, 4, 7.
  (func $varying (result i32) (local $i i32) (local $step i32) (local $sum i32)
    (local.set $i (i32.const 1))
    (loop $next
      (local.set $sum (i32.add (local.get $sum) (i32.load8_u (local.get $i))))
      (local.set $step (i32.add (local.get $step) (i32.const 1)))
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (local.get $step))) (i32.const 10))))
    (local.get $sum))
  (func (export "sums") (result i32 i32 i32 i32 i32 i32 i32)
    (call $negative) (call $passes_zero) (call $wraps_to_below) (call $signed)
    (call $down) (call $down_past_zero) (call $varying)))
