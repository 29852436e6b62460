using System.Text.Json;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Governance.Approvals;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Gateway.Audit;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.Gateway.Governance;

/// <param name="Model">Id or alias.</param>
/// <param name="Order">What is decided about it.</param>
internal sealed record ApprovalCall(string Model, ApprovalOrder Order);

/// <summary>Body of <c>POST /governance/approvals</c>.</summary>
internal static class ApprovalReader
{
    private const int MostWords = 100;
    private const int LongestText = 1000;
    private const int DigestDigits = 64;

    public static Result<ApprovalCall> Read(JsonDocument body, ServerLimits limits)
    {
        var problem = new RequestProblem();
        var fields = new Fields(body, problem);
        fields.RefuseOthers("model_id", "verdict", "tasks", "keys", "roles", "until", "note", "license", "digest");
        var model = fields.Text("model_id", ModelNames.MaxLength);
        if (string.IsNullOrWhiteSpace(model))
            fields.Report("model_id", model is null ? "is required" : "must not be blank");
        var digest = fields.Text("digest", DigestDigits);
        if (digest is not null && (digest.Length != DigestDigits || !digest.All(char.IsAsciiHexDigit)))
            fields.Report("digest", $"must be a SHA-256 of {DigestDigits} hexadecimal digits");
        var verdict = fields.Choice("verdict", [.. EnumWords<ApprovalVerdict>.All]) ?? EnumWords<ApprovalVerdict>.Of(ApprovalVerdict.Approved);
        var order = new ApprovalOrder(EnumWords<ApprovalVerdict>.Find(verdict)!.Value)
        {
            Tasks = [.. Words(fields, "tasks", EnumWords<ModelTask>.All).Select(word => EnumWords<ModelTask>.Find(word)!.Value)],
            Keys = Words(fields, "keys", known: null),
            Roles = [.. Words(fields, "roles", EnumWords<CallerRole>.All).Select(word => EnumWords<CallerRole>.Find(word)!.Value)],
            Until = fields.Time("until"),
            Note = fields.Text("note", LongestText),
            License = fields.Text("license", LongestText),
            Digest = digest,
        };
        return problem.Error is { } error ? error : new ApprovalCall(model!, order);
    }

    /// <param name="fields">Of the body.</param>
    /// <param name="field">An array of texts.</param>
    /// <param name="known">Which there are; null: any.</param>
    private static List<string> Words(Fields fields, string field, IReadOnlyList<string>? known)
    {
        var words = new List<string>();
        if (fields.Array(field, 0, MostWords) is not { } array)
            return words;
        foreach (var element in array.EnumerateArray())
        {
            if (element.ValueKind is JsonValueKind.String && element.GetString() is { Length: > 0 and <= LongestText } word && known?.Contains(word) is not false)
                words.Add(word);
            else
                fields.Report(field, known is null ? $"must hold texts of up to {LongestText} characters" : $"may hold {string.Join(", ", known)}; got {JsonText.Describe(element)}");
        }
        return words;
    }
}
