;; The start function runs before _start, with memory and globals in place.
;;! check = "run"
;;! args = ["--invoke", "seen"]
;;! stdout = "112\n3\n"
(module
  (memory 1) (data (i32.const 5) "p")
  (global $seen (mut i32) (i32.const 0))
  (global $calls (mut i32) (i32.const 2))
  (func $setup (global.set $seen (i32.load8_u (i32.const 5))) (global.set $calls (i32.add (global.get $calls) (i32.const 1))))
  (start $setup)
  (func (export "seen") (result i32 i32) (global.get $seen) (global.get $calls)))
