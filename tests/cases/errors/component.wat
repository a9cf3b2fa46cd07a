;; A component is not a module.
;;! check = "error"
;;! stderr = "component.wat: this is a component, not a module"
(component)
