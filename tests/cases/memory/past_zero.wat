;; Loops whose counters start below zero, and pass it or wrap there, read where 32-bit sums say.
;;! check = "run"
;;! args = ["--invoke", "sums"]
;;! stdout = "22\n22\n10\n15\n36\n"
(module
  (memory 1)
  (data (i32.const 0) "\00\01\02\03\04\05\06\07\08\09\0a\0b\0c\0d\0e\0f\10\11\12\13\14\15\16\17\18\19\1a\1b\1c\1d\1e\1f")
  ;; -3, 0, 3, 6: 1, 4, 7, 10.
  (func $unsigned (result i32) (local $i i32) (local $sum i32)
    (local.set $i (i32.const -3))
    (loop $next
      (local.set $sum (i32.add (local.get $sum) (i32.load8_u (i32.add (local.get $i) (i32.const 4)))))
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 3))) (i32.const 7))))
    (local.get $sum))
  ;; The same with a pointer beside: 1, 4, 7, 10.
  (func $beside (result i32) (local $i i32) (local $sum i32) (local $p i32)
    (local.set $i (i32.const -3))
    (loop $next
      (local.set $sum (i32.add (local.get $sum) (i32.load8_u (i32.add (local.get $p) (i32.const 1)))))
      (local.set $p (i32.add (local.get $p) (i32.const 3)))
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 3))) (i32.const 7))))
    (local.get $sum))
  ;; -3, 0, 3, of which the first has no address: 2, 5, and 3 more.
  (func $wraps (result i32) (local $i i32) (local $sum i32)
    (local.set $i (i32.const -3))
    (loop $next
      (if (i32.ge_s (local.get $i) (i32.const 0))
        (then (local.set $sum (i32.add (local.get $sum) (i32.load8_u (i32.add (local.get $i) (i32.const 2)))))))
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 3))) (i32.const 6))))
    (i32.add (local.get $sum) (i32.const 3)))
  ;; Signed, compared before the step: -2 to 3: 0 to 5.
  (func $signed (result i32) (local $i i32) (local $sum i32) (local $old i32)
    (local.set $i (i32.const -2))
    (loop $next
      (local.set $sum (i32.add (local.get $sum) (i32.load8_u (i32.add (local.get $i) (i32.const 2)))))
      (local.set $old (local.get $i))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $next (i32.lt_s (local.get $old) (i32.const 3))))
    (local.get $sum))
  ;; Two ways back, of different steps: -4, -2, 1, 3: 4, 6, 9, 11, and 6, the last counter.
  (func $two_ways (result i32) (local $i i32) (local $sum i32)
    (local.set $i (i32.const -4))
    (loop $next
      (local.set $sum (i32.add (local.get $sum) (i32.load8_u (i32.add (local.get $i) (i32.const 8)))))
      (if (i32.and (local.get $i) (i32.const 2))
        (then
          (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 3))) (i32.const 6))))
        (else
          (br_if $next (i32.lt_s (local.tee $i (i32.add (local.get $i) (i32.const 2))) (i32.const 6))))))
    (i32.add (local.get $sum) (local.get $i)))
  (func (export "sums") (result i32 i32 i32 i32 i32)
    (call $unsigned) (call $beside) (call $wraps) (call $signed) (call $two_ways)))
