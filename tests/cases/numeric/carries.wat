;; Carries and borrows that comparisons compute: with the other operand, used earlier, and in chains.
;;! check = "run"
;;! args = ["--invoke", "carries"]
;;! stdout = "0\n13\n12\n-3\n-1\n1\n2\n"
(module
  (global $max (mut i64) (i64.const -1))
  (global $one (mut i64) (i64.const 1))
  (memory 1)
  ;; (7:-1) + (5:1), the sum compared with the second operand.
  (func $second (result i64 i64) (local $low i64)
    (local.set $low (i64.add (global.get $max) (global.get $one)))
    (local.get $low)
    (i64.add
      (i64.extend_i32_u (i64.gt_u (global.get $one) (local.get $low)))
      (i64.add (i64.const 7) (i64.const 5))))
  ;; The low half is stored before there is a high half; it is compared with neither operand here.
  (func $other (result i64) (local $low i64)
    (local.set $low (i64.add (global.get $max) (global.get $one)))
    (i64.store (i32.const 0) (local.get $low))
    (i64.add (i64.const 12) (i64.extend_i32_u (i64.lt_u (local.get $low) (i64.load (i32.const 0))))))
  ;; (5:0) - (7:1).
  (func $borrow (result i64 i64) (local $low i64)
    (local.set $low (i64.sub (i64.const 0) (global.get $one)))
    (i64.sub (i64.sub (i64.const 5) (i64.const 7)) (i64.extend_i32_u (i64.lt_u (i64.const 0) (global.get $one))))
    (local.get $low))
  ;; -1 + 1 + -1 + 2: two carries.
  (func $chain (result i64 i64) (local $a i64) (local $b i64) (local $c i64)
    (local.set $a (i64.add (global.get $max) (global.get $one)))
    (local.set $b (i64.add (local.get $a) (global.get $max)))
    (local.set $c (i64.add (local.get $b) (i64.const 2)))
    (local.get $c)
    (i64.add
      (i64.add
        (i64.extend_i32_u (i64.lt_u (local.get $a) (global.get $one)))
        (i64.extend_i32_u (i64.lt_u (local.get $b) (local.get $a))))
      (i64.extend_i32_u (i64.lt_u (local.get $c) (local.get $b)))))
  (func (export "carries") (result i64 i64 i64 i64 i64 i64 i64)
    (call $second) (call $other) (call $borrow) (call $chain)))
