;; A counter of 64 bits whose steps wrap at 2^32 is compared as a whole, whatever follows from its next value.
;;! check = "run"
;;! args = ["--invoke", "test"]
;;! stdout = "-1\n-1\n6\n"
(module
  (memory 1)
  ;; It starts with a high half, which the first step takes off: not 6 behind the first round.
  (func $high (param $x i64) (result i32) (local $more i32)
    (i32.store (i32.const 8) (i32.const 0))
    (loop $next
      (if (i32.gt_u (i32.load (i32.const 8)) (i32.const 1000)) (then (return (i32.const -1))))
      (i32.store (i32.const 8) (i32.add (i32.load (i32.const 8)) (i32.const 1)))
      (local.set $more (i64.ne (local.get $x) (i64.const 5)))
      (local.set $x (i64.extend_i32_u (i32.add (i32.wrap_i64 (local.get $x)) (i32.const 1))))
      (br_if $next (local.get $more)))
    (i32.load (i32.const 8)))
  ;; A limit that it never reaches, and that is 2 with three more.
  (func $never (param $x i64) (result i32) (local $more i32)
    (i32.store (i32.const 8) (i32.const 0))
    (loop $next
      (if (i32.gt_u (i32.load (i32.const 8)) (i32.const 1000)) (then (return (i32.const -1))))
      (i32.store (i32.const 8) (i32.add (i32.load (i32.const 8)) (i32.const 1)))
      (local.set $more (i64.ne (local.get $x) (i64.const -1)))
      (local.set $x (i64.extend_i32_u (i32.add (i32.wrap_i64 (local.get $x)) (i32.const 3))))
      (br_if $next (local.get $more)))
    (i32.load (i32.const 8)))
  ;; A limit with one more that is computed before the loop, and that no 32 bits hold.
  (func $before (param $x i64) (param $limit i64) (result i64)
    (i64.store (i32.const 24) (i64.add (local.get $limit) (i64.const 1)))
    (i64.store (i32.const 32) (i64.const 0))
    (block $out (loop $next
      (i64.store (i32.const 32) (i64.add (i64.load (i32.const 32)) (i64.const 1)))
      (br_if $out (i64.eq (local.get $x) (local.get $limit)))
      (local.set $x (i64.extend_i32_u (i32.add (i32.wrap_i64 (local.get $x)) (i32.const 1))))
      (br $next)))
    (i64.add (i64.load (i32.const 32)) (i64.shr_u (i64.load (i32.const 24)) (i64.const 62))))
  (func (export "test") (result i32 i32 i64)
    (call $high (i64.const 0x100000005))
    (call $never (i64.const 4294967289))
    (call $before (i64.const 4294967290) (i64.const 4294967295))))
