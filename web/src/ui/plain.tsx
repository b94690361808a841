/** A page in the place of all others: where nothing can be shown until somebody does something. */
export const Plain = ({
  title,
  text,
  verb,
  onPress,
}: {
  title: string;
  text: string;
  verb: string;
  onPress: () => void;
}) => (
  <main className="wrap">
    <div className="lead bad">
      <div>
        <h1>{title}</h1>
        {text === "" ? null : <p>{text}</p>}
        <button className="primary" onClick={onPress}>
          {verb}
        </button>
      </div>
    </div>
  </main>
);
