;; Stores of every width write exactly their bytes, aligned or not.
;;! check = "run"
;;! args = ["--invoke", "test"]
;;! stdout = "0\n4660\n1126\n0\n-1\n-256\n-3689348814741910324\n1\n-1099511627776\n"
(module
  (memory 1)
  (func (export "test") (result i32 i32 i32 i32 i32 i32 i64 i32 i64)
    ;; Truncated to 8, 16 and 32 bits; the bytes behind stay.
    (i32.store8 (i32.const 0) (i32.const 0x100))
    (i32.store16 (i32.const 1) (i32.const 0x51234))
    (i64.store16 (i32.const 9) (i64.const 0xffff0466))
    (i64.store32 (i32.const 17) (i64.const 0x100000000))
    (i32.store (i32.const 25) (i32.const -1))
    (f32.store (i32.const 33) (f32.const -nan:0x7fff00))
    (i64.store (i32.const 41) (i64.const 0xcccccccccccccccc))
    (f64.store (i32.const 65528) (f64.const 0x0.0000000000001p-1022))
    (i64.store (i32.const 51) (i64.const -1))
    (i64.store32 offset=51 (i32.const 0) (i64.const 0))
    (i64.store8 offset=1 (i32.const 54) (i64.const 0))
    (i32.load8_u (i32.const 0))
    (i32.load16_u (i32.const 1))
    (i32.load16_u (i32.const 9))
    (i32.load (i32.const 17))
    (i32.load (i32.const 25))
    (i32.load (i32.const 33))
    (i64.load (i32.const 41))
    (i32.load (i32.const 65528))
    (i64.load (i32.const 51))))
