;; What is computed before the first call is what is used behind it, whichever way leads there, and whatever it is.
;;! check = "run"
;;! args = ["--invoke", "all"]
;;! stdout = """
;;! -540434907233361549
;;! 7865990359067340538
;;! """
(module
  (memory 1)
  (table funcref (elem $log))
  (global $sum (mut i64) (i64.const 0))
  (func $log (param i64) (global.set $sum (i64.add (i64.mul (global.get $sum) (i64.const 31)) (local.get 0))))
  (func $call (param i64) (call_indirect (param i64) (local.get 0) (i32.const 0)))
  ;; Ways to three calls, with seven numbers and two floats in hand; a value that is another on each way to the last;
  ;; and a loop before that may return.
  (func $go (param $a i32) (param $b i64) (param $x f64) (param $y f32) (result i64)
    (local $c i32) (local $d i64) (local $e i32) (local $f i64) (local $n i32)
    (local.set $c (i32.add (local.get $a) (i32.const 7)))
    (local.set $d (i64.xor (local.get $b) (i64.load (i32.const 8))))
    (local.set $e (i32.load (i32.const 16)))
    (local.set $f (i64.rotl (local.get $d) (i64.const 9)))
    (block $slow
      (br_if $slow (i32.eq (i32.and (local.get $a) (i32.const 3)) (i32.const 1)))
      (loop $search
        (if (i32.eq (i32.load8_u (local.get $n)) (local.get $a))
          (then (return (i64.extend_i32_u (local.get $n)))))
        (local.set $n (i32.add (local.get $n) (i32.const 1)))
        (if (i32.eq (local.get $n) (i32.const 5))
          (then
            (local.set $e (i32.mul (local.get $e) (i32.const 3)))
            (call $call (i64.extend_i32_u (local.get $c)))
            (br $slow)))
        (br_if $search (i32.lt_u (local.get $n) (i32.const 9))))
      (return (i64.const -1)))
    (call $call (i64.add (local.get $f) (i64.extend_i32_s (local.get $e))))
    (call $call (i64.trunc_sat_f64_s (f64.mul (local.get $x) (f64.promote_f32 (local.get $y)))))
    (i64.add (i64.add (local.get $d) (i64.extend_i32_u (local.get $n)))
      (i64.add (i64.extend_i32_u (local.get $c)) (i64.extend_i32_u (local.get $e)))))
  (func (export "all") (result i64 i64)
    (local $i i32) (local $results i64)
    (i64.store (i32.const 8) (i64.const 0x0123456789abcdef))
    (i32.store (i32.const 16) (i32.const -5))
    (i32.store (i32.const 0) (i32.const 0x0a080604))
    (loop $next
      (local.set $results (i64.add (i64.rotl (local.get $results) (i64.const 5))
        (call $go (local.get $i) (i64.extend_i32_s (i32.sub (i32.const 3) (local.get $i)))
          (f64.convert_i32_s (local.get $i)) (f32.const 1.5))))
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 24))))
    (local.get $results) (global.get $sum)))
