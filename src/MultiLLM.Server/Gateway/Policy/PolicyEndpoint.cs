using System.Text;
using System.Text.Json;
using MultiLLM.Contracts.Api;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway.Policy;
using MultiLLM.Core.Gateway.Policy.Rules;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.Gateway.Policy;

/// <summary><c>GET /policy</c> and <c>POST /policy/test</c></summary>
internal sealed class PolicyEndpoint(IPolicyDesk desk, ServerLimits limits)
{
    private const int MostTexts = 1000;

    private sealed record Call(byte[]? File, IReadOnlyList<string> Texts, PolicyDirection Direction);

    public Task ShowAsync(HttpContext context)
    {
        var view = desk.Current;
        return JsonReply.WriteAsync(context, StatusCodes.Status200OK, new PolicyInfo
        {
            Version = view.Version,
            Digest = view.Digest,
            Path = view.Path,
            Problem = view.Problem,
            Rules = [.. view.Rules.Select(rule => new PolicyRuleInfo(rule.Id, rule.Detectors, rule.Terms, rule.Direction, rule.Action, rule.DryRun, rule.MaxCharacters))],
        }, JsonReply.Api.PolicyInfo);
    }

    public async Task TestAsync(HttpContext context)
    {
        if (await RequestReading.ReadAsync(context, limits, Read) is not { } call)
            return;
        var trial = desk.Try(call.File, call.Texts, call.Direction);
        await JsonReply.WriteAsync(context, StatusCodes.Status200OK, new PolicyTestReply(
            [.. trial.Problems.Select(problem => new PolicyProblemInfo(problem.Line, problem.Message))],
            [.. trial.Texts.Select(hits => new PolicyTextResult([.. hits.Select(hit => new PolicyHitInfo(hit.Rule, hit.Action, hit.DryRun, hit.What, hit.Start, hit.End, hit.Sign))]))],
            trial.Version),
            JsonReply.Api.PolicyTestReply);
    }

    private static Result<Call> Read(JsonDocument body, ServerLimits limits)
    {
        var problem = new RequestProblem();
        var fields = new Fields(body, problem);
        fields.RefuseOthers("policy", "texts", "direction");
        var policy = fields.Text("policy", limits.MaxTextCharacters);
        var texts = TextArray.Read(fields, "texts", 0, MostTexts, limits.MaxTextCharacters) ?? [];
        if (texts.Sum(text => (long)text.Length) is var total && total > limits.MaxTextCharacters)
            fields.Report("texts", $"may have at most {limits.MaxTextCharacters} characters together; these have {total}");
        var direction = fields.Choice("direction", "input", "output") == "output" ? PolicyDirection.Output : PolicyDirection.Input;
        return problem.Error is { } error ? error : new Call(policy is null ? null : Encoding.UTF8.GetBytes(policy), texts, direction);
    }
}
