import * as Dropdown from "@radix-ui/react-dropdown-menu";
import type { Item, MenuProps } from "./menu.tsx";

/**
 * The menu itself. Not modal: the modal one writes a style element, which the content security policy does not allow.
 */
const MenuOpened = ({ label, face, slim, disabled, items }: MenuProps) => (
  <Dropdown.Root modal={false} defaultOpen>
    <Dropdown.Trigger asChild>
      <button
        type="button"
        className={slim ? "slim" : ""}
        disabled={disabled}
        {...(face === undefined ? {} : { "aria-label": label, title: label })}
      >
        {face ?? label} <span aria-hidden="true">▾</span>
      </button>
    </Dropdown.Trigger>
    <Dropdown.Portal>
      <Dropdown.Content className="menu" sideOffset={4} collisionPadding={8} align="end">
        {items.map((item, at) => (
          <One key={at} item={item} />
        ))}
      </Dropdown.Content>
    </Dropdown.Portal>
  </Dropdown.Root>
);
export default MenuOpened;

const One = ({ item }: { item: Item }) => {
  switch (item.kind) {
    case "do":
      return (
        <Dropdown.Item className={`menu-item ${item.danger ? "tone-bad" : ""}`} onSelect={item.do}>
          {item.word}
        </Dropdown.Item>
      );
    case "choose":
      return (
        <Dropdown.RadioGroup value={item.value} onValueChange={item.choose}>
          {item.of.map(([value, word]) => (
            <Dropdown.RadioItem key={value} value={value} className="menu-item">
              <span className="menu-check">
                <Dropdown.ItemIndicator>✓</Dropdown.ItemIndicator>
              </span>
              {word}
            </Dropdown.RadioItem>
          ))}
        </Dropdown.RadioGroup>
      );
    case "note":
      return <Dropdown.Label className="menu-note">{item.text}</Dropdown.Label>;
    case "rule":
      return <Dropdown.Separator className="menu-rule" />;
    default:
      return item satisfies never;
  }
};
