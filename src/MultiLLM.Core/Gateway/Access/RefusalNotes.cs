using System.Globalization;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway.Audit;

namespace MultiLLM.Core.Gateway.Access;

/// <summary>
/// Tells the audit log of models that were asked for and refused: the first time at once, later ones at most once a minute for each caller and model, with
/// their number, so that a program that keeps asking does not fill the log. Safe from any thread.
/// </summary>
public sealed class RefusalNotes(IAuditLog audit, TimeProvider time)
{
    private const int MostPairs = 4096;
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Caller, string Model), Refused> _refused = [];

    public void Note(Caller caller, ModelDefinition model, Error refusal)
    {
        long untold;
        lock (_gate)
        {
            if (_refused.Count >= MostPairs)
                _refused.Clear();
            var pair = (caller.Mark ?? caller.Name, model.Id);
            if (!_refused.TryGetValue(pair, out var known))
                _refused[pair] = known = new Refused();
            known.Untold++;
            if (known.ToldAt is { } told && time.GetElapsedTime(told) < Between)
                return;
            (untold, known.Untold, known.ToldAt) = (known.Untold, 0, time.GetTimestamp());
        }
        audit.Append(AuditEntry.By(caller, AuditActions.ModelRefused, "refused", model.Id) with
        {
            Details = new Dictionary<string, string>
            {
                ["code"] = EnumWords<ErrorCode>.Of(refusal.Code),
                ["why"] = refusal.Message,
                ["times"] = untold.ToString(CultureInfo.InvariantCulture),
            },
        });
    }

    private sealed class Refused
    {
        public long Untold { get; set; }
        public long? ToldAt { get; set; }
    }
}
