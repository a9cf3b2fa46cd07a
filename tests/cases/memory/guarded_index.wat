;; Sums of an index and a constant wrap as they should, whatever comparisons the access is behind: each access reads
;; the word at 8 (the sum wraps) or at 1032, or none is made.
;;! check = "run"
;;! args = ["--invoke", "test"]
;;! stdout = "7\n7\n9\n9\n0\n7\n0\n9\n7\n9\n"
(module
  (memory 1)
  (data (i32.const 8) "\07")
  (data (i32.const 1032) "\09")
  (func $below_signed (param i32) (result i32)
    (if (result i32) (i32.lt_s (local.get 0) (i32.const 100))
      (then (i32.load8_u (i32.add (local.get 0) (i32.const 1024)))) (else (i32.const 0))))
  (func $not_equal (param i32) (result i32)
    (if (result i32) (i32.ne (local.get 0) (i32.const 5))
      (then (i32.load8_u (i32.add (local.get 0) (i32.const 1024)))) (else (i32.const 0))))
  (func $above_unsigned (param i32) (result i32)
    (if (result i32) (i32.gt_u (local.get 0) (i32.const 100))
      (then (i32.load8_u (i32.add (local.get 0) (i32.const 1024)))) (else (i32.const 0))))
  (func $negative (param i32) (result i32)
    (if (result i32) (i32.lt_s (local.get 0) (i32.const 0))
      (then (i32.load8_u (i32.add (local.get 0) (i32.const 1024)))) (else (i32.const 0))))
  (func $not_negative (param i32) (result i32)
    (if (result i32) (i32.gt_s (local.get 0) (i32.const -1))
      (then (i32.load8_u (i32.add (local.get 0) (i32.const 1024)))) (else (i32.const 0))))
  ;; The guard is of a sum: the index itself is from -1016 to 8.
  (func $within (param i32) (result i32)
    (if (result i32) (i32.lt_u (i32.add (local.get 0) (i32.const 1016)) (i32.const 1025))
      (then (i32.load8_u (i32.add (local.get 0) (i32.const 1024)))) (else (i32.const 0))))
  (func (export "test") (result i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)
    (call $below_signed (i32.const -1016))
    (call $not_equal (i32.const -1016))
    (call $below_signed (i32.const 8))
    (call $not_equal (i32.const 8))
    (call $above_unsigned (i32.const 8))
    (call $negative (i32.const -1016))
    (call $not_negative (i32.const -1016))
    (call $not_negative (i32.const 8))
    (call $within (i32.const -1016))
    (call $within (i32.const 8))))
