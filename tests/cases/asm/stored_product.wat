;; What was stored is not loaded again, though another store came after it.
;;! check = "asm"
;;! args = ["--invoke", "sum"]
;;! targets = ["x86_64-linux"]
;;! contains = ["0x10000008("]
;;! absent = ["addq 0x1000"]
(module
  (memory 1)
  (func (export "sum") (param $p i32) (param $low i64) (param $high i64) (result i64)
    (local $frame i32) (local $area i32)
    (local.set $frame (i32.sub (local.get $p) (i32.const 32)))
    ;; The area is in bounds, and so no sum that ends before it wraps.
    (i64.store offset=16 (local.get $frame) (i64.const 1))
    (local.set $area (i32.sub (local.get $p) (i32.const 24)))
    (i64.store offset=8 (local.get $area) (local.get $high))
    (i64.store (local.get $area) (local.get $low))
    (i64.add (i64.load offset=8 (local.get $frame)) (i64.load offset=16 (local.get $frame)))))
