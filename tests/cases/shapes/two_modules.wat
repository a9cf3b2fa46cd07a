;; --module: functions, a memory, a table and a global of another module.
;;! check = "run"
;;! args = ["--module", "lib=lib.wat", "--invoke", "test"]
;;! files."lib.wat" = '''
;;! (module
;;!   (global $g (export "counter") (mut i32) (i32.const 5))
;;!   (memory (export "memory") 1)
;;!   (table (export "table") 2 funcref)
;;!   (elem (i32.const 1) func $six)
;;!   (func $six (result i32) (i32.const 6))
;;!   (func (export "bump") (param i32) (global.set $g (i32.add (global.get $g) (local.get 0))))
;;!   (func (export "peek") (param i32) (result i32) (i32.load (local.get 0))))
;;! '''
;;! stdout = "12\n99\n6\n8\n"
(module
  (type $i (func (result i32)))
  (import "lib" "counter" (global $counter (mut i32)))
  (import "lib" "memory" (memory 1))
  (import "lib" "table" (table 2 funcref))
  (import "lib" "bump" (func $bump (param i32)))
  (import "lib" "peek" (func $peek (param i32) (result i32)))
  (elem (i32.const 0) func $eight)
  (func $eight (result i32) (i32.const 8))
  (func (export "test") (result i32 i32 i32 i32)
    (call $bump (i32.const 7))
    (global.get $counter)
    (i32.store (i32.const 64) (i32.const 99))
    (call $peek (i32.const 64))
    (call_indirect (type $i) (i32.const 1))
    (call_indirect (type $i) (i32.const 0))))
