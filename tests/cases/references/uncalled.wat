;; References to functions that nothing calls are references all the same: in tables that are read,
;; copied, filled and initialised, in globals, and where one is passed.
;;! check = "run"
;;! args = ["--invoke", "test"]
;;! stdout = "0\n1\n0\n0\n0\n0\n0\n1\n"
(module
  (table $from 4 funcref)
  (table $to 6 funcref)
  (global $global funcref (ref.func $uncalled))
  (elem $segment (table $from) (i32.const 0) func $uncalled)
  (elem $passive func $other $uncalled)
  (func $uncalled (param f32))
  (func $other (param f64))
  (func $is_null (param funcref) (result i32) (ref.is_null (local.get 0)))
  (func (export "test") (result i32 i32 i32 i32 i32 i32 i32 i32)
    (ref.is_null (table.get $from (i32.const 0)))
    (ref.is_null (table.get $from (i32.const 1)))
    (table.copy $to $from (i32.const 1) (i32.const 0) (i32.const 2))
    (ref.is_null (table.get $to (i32.const 1)))
    (table.init $to $passive (i32.const 2) (i32.const 0) (i32.const 2))
    (ref.is_null (table.get $to (i32.const 2)))
    (table.fill $to (i32.const 4) (table.get $to (i32.const 3)) (i32.const 1))
    (ref.is_null (table.get $to (i32.const 4)))
    (call $is_null (global.get $global))
    (call $is_null (ref.func $other))
    (ref.is_null (table.get $to (i32.const 5)))))
