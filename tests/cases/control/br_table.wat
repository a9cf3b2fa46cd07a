;; br_table: each label, the default, indexes beyond it, and a table that carries values.
;;! check = "run"
;;! args = ["--invoke", "test"]
;;! stdout = "10\n20\n30\n40\n40\n40\n101\n202\n9\n"
(module
  (func $pick (param i32) (result i32)
    (block $default (block $two (block $one (block $zero
      (br_table $zero $one $two $default (local.get 0)))
      (return (i32.const 10)))
      (return (i32.const 20)))
      (return (i32.const 30)))
    (i32.const 40))
  (func $carry (param i32) (result i32)
    (i32.add (i32.const 100)
      (block $outer (result i32)
        (i32.add (i32.const 100)
          (block $inner (result i32)
            (br_table $outer $inner (i32.add (local.get 0) (i32.const 1)) (local.get 0)))))))
  (func $only_default (param i32) (result i32)
    (block $default (br_table $default (local.get 0)))
    (i32.const 9))
  (func (export "test") (result i32 i32 i32 i32 i32 i32 i32 i32 i32)
    (call $pick (i32.const 0))
    (call $pick (i32.const 1))
    (call $pick (i32.const 2))
    (call $pick (i32.const 3))
    (call $pick (i32.const 4))
    (call $pick (i32.const -1))
    (call $carry (i32.const 0))
    (call $carry (i32.const 1))
    (call $only_default (i32.const 3))))
