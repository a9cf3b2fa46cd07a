;; Accesses near others read where 32-bit sums say, whether or not those were made before.
;;! check = "run"
;;! args = ["--invoke", "sums"]
;;! stdout = "13\n17\n14\n4\n11\n"
(module
  (memory 1)
  (data (i32.const 0) "\00\01\02\03\04\05\06\07\08\09\0a\0b\0c\0d\0e\0f")
  (global $minus (mut i32) (i32.const -8))
  ;; The address itself is outside, and what is added makes it 1, then 12.
  (func $after_wrap (param $p i32) (result i32)
    (i32.add
      (i32.load8_u (i32.add (local.get $p) (i32.const 9)))
      (i32.load8_u (i32.add (local.get $p) (i32.const 20)))))
  ;; Made on one way only: 8 + 9.
  (func $one_way (param $p i32) (param $made i32) (result i32)
    (local $sum i32)
    (if (local.get $made) (then (local.set $sum (i32.load8_u (local.get $p)))))
    (i32.add
      (i32.add (local.get $sum) (i32.load8_u (i32.add (local.get $p) (i32.const 16))))
      (i32.load8_u (i32.add (local.get $p) (i32.const 17)))))
  ;; Downwards past zero, and up: 12, 2.
  (func $down (param $p i32) (result i32)
    (i32.add
      (i32.load8_u (i32.add (local.get $p) (i32.const 20)))
      (i32.load8_u (i32.add (local.get $p) (i32.const 10)))))
  ;; A store between: 4.
  (func $stored (param $p i32) (result i32)
    (i32.store8 (i32.add (local.get $p) (i32.const 8)) (i32.const 3))
    (i32.store8 (i32.add (local.get $p) (i32.const 9)) (i32.const 4))
    (i32.load8_u (i32.const 1)))
  ;; A load, then one at what it adds to, only on one way: 11.
  (func $ahead (param $p i32) (param $made i32) (result i32)
    (local $sum i32)
    (local.set $sum (i32.load8_u (i32.add (local.get $p) (i32.const 19))))
    (if (local.get $made) (then (local.set $sum (i32.load8_u (local.get $p)))))
    (local.get $sum))
  (func (export "sums") (result i32 i32 i32 i32 i32)
    (call $after_wrap (global.get $minus))
    (call $one_way (global.get $minus) (i32.const 0))
    (call $down (global.get $minus))
    (call $stored (global.get $minus))
    (call $ahead (global.get $minus) (i32.const 0))))
