;; ref.null, ref.is_null and ref.func, in locals, globals, parameters and results.
;;! check = "run"
;;! args = ["--invoke", "test"]
;;! stdout = "1\n0\n1\n1\n0\n5\n"
(module
  (type $i (func (result i32)))
  (table 1 funcref)
  (global $constant funcref (ref.func $five))
  (global $variable (mut externref) (ref.null extern))
  (func $five (result i32) (i32.const 5))
  (func $pass (param funcref) (result funcref) (local funcref)
    (local.set 1 (local.get 0)) (local.get 1))
  (func (export "test") (result i32 i32 i32 i32 i32 i32) (local funcref)
    (ref.is_null (local.get 0))
    (ref.is_null (global.get $constant))
    (ref.is_null (global.get $variable))
    (ref.is_null (call $pass (ref.null func)))
    (ref.is_null (call $pass (ref.func $five)))
    (table.set (i32.const 0) (call $pass (global.get $constant)))
    (call_indirect (type $i) (i32.const 0))))
