;; Loads of every width, signed and unsigned, aligned or not, with an offset.
;;! check = "run"
;;! args = ["--invoke", "test"]
;;! stdout = "-128\n128\n-1\n65535\n-2128510592\n-128\n128\n-1\n65535\n-2128510592\n2166456704\n-506105249678297216\n1.5\n-2.25\n"
(module
  (memory 1)
  (data (i32.const 16) "\80\82\83\84\85\86\87\88\ff\ff\ff\ff\ff\ff\ff\7f")
  (data (i32.const 33) "\80\81\21\81\00\00\c0\3f\00\00\00\00\00\00\02\c0")
  (data (i32.const 65528) "\80\f7\f6\f5\f4\f3\f9\f8")
  (func (export "test") (result i32 i32 i32 i32 i32 i64 i64 i64 i64 i64 i64 i64 f32 f64)
    (i32.load8_s (i32.const 16))
    (i32.load8_u offset=8 (i32.const 8))
    (i32.load16_s (i32.const 25))
    (i32.load16_u offset=24 (i32.const 1))
    (i32.load offset=32 (i32.const 1))
    (i64.load8_s (i32.const 16))
    (i64.load8_u offset=16 (i32.const 0))
    (i64.load16_s (i32.const 27))
    (i64.load16_u (i32.const 24))
    (i64.load32_s (i32.const 33))
    (i64.load32_u (i32.const 33))
    (i64.load offset=65520 (i32.const 8))
    (f32.load (i32.const 37))
    (f64.load (i32.const 41))))
