using MultiLLM.Contracts.Api;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Catalog.Fit;
using MultiLLM.Core.Selection;
using MultiLLM.Core.Selection.Ranking;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Api;
using MultiLLM.Server.Errors;
using MultiLLM.Server.Hosting;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.Selection;

/// <summary><c>POST /recommendations</c>: which models would do a task well here, installed or not. Runs and loads nothing.</summary>
internal sealed class RecommendationsEndpoint(IModelAdvisor advisor, IModelFit fits, WishedModels wished, ServerLimits limits)
{
    private static readonly FitRequest AsUsual = new();

    public async Task HandleAsync(HttpContext context)
    {
        if (await RequestReading.ReadAsync(context, limits, RecommendationRequestReader.Read) is not { } call)
            return;
        if (!await wished.ResolveAsync(context, call.Options, path: ""))
            return;
        call.Options.Caller = context.Caller();
        var advised = await advisor.AdviseAsync(call.Messages, call.Options, context.RequestAborted);
        if (!advised.IsSuccess)
        {
            await ErrorReplies.WriteAsync(context, advised.Error);
            return;
        }
        var prospects = await advisor.ProspectsAsync(advised.Value, call.Limit, context.RequestAborted);
        await JsonReply.WriteAsync(
            context, StatusCodes.Status200OK, Reply(advised.Value, prospects, call.Limit), JsonReply.Api.RecommendationReply);
    }

    private RecommendationReply Reply(Advice advice, IEnumerable<Prospect> prospects, int limit) => new()
    {
        ModelId = advice.Candidates is [{ Eligible: true } best, ..] ? best.Model.Id : null,
        Reason = advice.Reason,
        Understood = SelectionDescription.Understood(advice),
        Preference = SelectionDescription.Of(advice.Preference),
        Models = [.. advice.Candidates.Where(candidate => candidate.Model.Kind != ModelKind.Embedding).Take(limit).Select(Describe)],
        NotInstalled = [.. prospects.Select(Describe)],
    };

    private RecommendedModel Describe(RankedCandidate candidate)
    {
        var info = SelectionDescription.Of(candidate);
        return new RecommendedModel
        {
            ModelId = info.ModelId,
            Name = candidate.Model.Name,
            Score = info.Score,
            Eligible = info.Eligible,
            Quality = info.Quality,
            Seconds = info.Seconds,
            Reasons = info.Reasons,
            StarterModel = candidate.Model.Starter,
            Validation = FitDescription.Of(info.ModelId, installed: true, AsUsual, fits.Judge(candidate.Model), closest: null),
        };
    }

    private ProspectInfo Describe(Prospect prospect) => new()
    {
        ModelId = prospect.Entry.Id,
        Name = prospect.Entry.Name,
        Quality = Math.Round(prospect.Quality, 2),
        Seconds = Math.Round(prospect.Seconds, 2),
        DownloadBytes = prospect.DownloadBytes,
        MemoryBytes = prospect.MemoryBytes,
        Reason = prospect.Reason,
        Validation = FitDescription.Of(prospect.Entry.Id, installed: false, AsUsual, fits.Judge(prospect.Entry), closest: null),
    };
}
