;; Modules start in the order given, the input last, and share what they import.
;;! check = "run"
;;! args = ["--module", "base=base.wat", "--module", "lib=lib.wat", "--invoke", "test"]
;;! files."base.wat" = '''
;;! (module
;;!   (memory (export "memory") 1 4)
;;!   (global $at (mut i32) (i32.const 100))
;;!   (func $log (export "log") (param i32)
;;!     (i32.store8 (global.get $at) (local.get 0))
;;!     (global.set $at (i32.add (global.get $at) (i32.const 1))))
;;!   (func $start (call $log (i32.const 1)))
;;!   (start $start))
;;! '''
;;! files."lib.wat" = '''
;;! (module
;;!   (import "base" "memory" (memory 1))
;;!   (import "base" "log" (func $log (param i32)))
;;!   (global (export "constant") i32 (i32.const 77))
;;!   (table (export "table") 2 10 funcref)
;;!   (func (export "grow") (result i32) (memory.grow (i32.const 1)))
;;!   (func $start (call $log (i32.const 2)))
;;!   (start $start))
;;! '''
;;! stdout = "197121\n1\n2\n77\n9\n2\n"
(module
  (import "base" "memory" (memory 1))
  (import "base" "log" (func $log (param i32)))
  (import "lib" "grow" (func $grow (result i32)))
  (import "lib" "constant" (global $constant i32))
  (import "lib" "table" (table $table 2 10 funcref))
  (elem (table $table) (i32.const 0) func $nine)
  (func $nine (result i32) (i32.const 9))
  (func $start (call $log (i32.const 3)))
  (start $start)
  (func (export "test") (result i32 i32 i32 i32 i32 i32)
    (i32.load (i32.const 100))
    (call $grow)
    (memory.size)
    (global.get $constant)
    (call_indirect $table (result i32) (i32.const 0))
    (table.grow $table (ref.null func) (i32.const 1))))
