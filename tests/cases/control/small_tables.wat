;; Tables of few targets: each index, the default, one beyond, and the greatest; with values going along.
;;! check = "run"
;;! args = ["--invoke", "all"]
;;! stdout = "1230\n4004\n77888\n"
(module
  (func $three (param i32) (result i32)
    (block $c (block $b (block $a
      (br_table $a $b $c (local.get 0)))
      (return (i32.const 1)))
      (return (i32.const 2)))
    (i32.const 3))
  ;; The default stands at the start and the end of the table.
  (func $middle (param i32) (result i32)
    (block $default (block $case
      (br_table $default $case $case $default (local.get 0)))
      (return (i32.const 0)))
    (i32.const 4))
  (func $value (param i32) (result i32)
    (block $b (result i32)
      (i32.add (i32.const 1)
        (block $a (result i32)
          (br_table $a $a $b (i32.const 7) (local.get 0))))
      (return)))
  (func (export "all") (result i32 i32 i32)
    (i32.add (i32.mul (call $three (i32.const 0)) (i32.const 1000))
      (i32.add (i32.mul (call $three (i32.const 1)) (i32.const 100))
        (i32.add (i32.mul (call $three (i32.const 2)) (i32.const 10))
          (i32.sub (call $three (i32.const -1)) (i32.const 3)))))
    (i32.add (i32.mul (call $middle (i32.const 0)) (i32.const 1000))
      (i32.add (i32.mul (call $middle (i32.const 1)) (i32.const 100))
        (i32.add (i32.mul (call $middle (i32.const 2)) (i32.const 10))
          (call $middle (i32.const -2147483648)))))
    (i32.add (i32.mul (call $value (i32.const 2)) (i32.const 10000))
      (i32.add (i32.mul (call $value (i32.const -1)) (i32.const 1000))
        (i32.add (i32.mul (call $value (i32.const 1)) (i32.const 100))
          (i32.add (i32.mul (call $value (i32.const 0)) (i32.const 10)) (i32.const 8)))))))
