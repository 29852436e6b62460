using System.CommandLine;
using MultiLLM.Client;

namespace MultiLLM.Cli.Audit;

/// <summary>Options that say which entries are wanted.</summary>
internal sealed class AuditFilterOptions
{
    private readonly Option<string?> _since = Text("--since", "How far back: 90m, 24h, 7d. Default: all.", "DURATION");
    private readonly Option<string?> _action = Text("--action", "Only this action, such as model.approved, or the beginning of some with its point: model.", "ACTION");
    private readonly Option<string?> _actor = Text("--actor", "Only acts of this one.", "NAME");
    private readonly Option<string?> _key = Text("--key", "Only acts with this key, by its public id.", "ID");
    private readonly Option<string?> _subject = Text("--subject", "Only what was done to this model, key or rule.", "NAME");
    private readonly Option<string?> _outcome = Text("--outcome", "Only those with this outcome, such as refused.", "WORD");

    public void AddTo(Command command)
    {
        foreach (var option in (ReadOnlySpan<Option<string?>>)[_since, _action, _actor, _key, _subject, _outcome])
        {
            command.Add(option);
        }
    }

    public AuditQuery Query(ParseResult parsed) => new()
    {
        Since = parsed.GetValue(_since),
        Action = parsed.GetValue(_action),
        Actor = parsed.GetValue(_actor),
        Key = parsed.GetValue(_key),
        Subject = parsed.GetValue(_subject),
        Outcome = parsed.GetValue(_outcome),
    };

    private static Option<string?> Text(string name, string description, string helpName) => new(name) { Description = description, HelpName = helpName };
}
