using MultiLLM.Contracts.Api;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway;
using MultiLLM.Server.Docs;
using MultiLLM.Server.Gateway.Keys.Authentication;
using MultiLLM.Server.Hosting;

namespace MultiLLM.Server.Comparisons;

/// <summary>Models on the same prompts, side by side, and votes on their answers.</summary>
internal static class ComparisonEndpoints
{
    private const string WhichOne = "The comparison's id.";
    private static readonly int[] s_bodyErrors = [400, 404, 409, 413, 415, 503];

    public static void AddComparisonsApi(this IServiceCollection services)
    {
        services.AddSingleton<ComparisonStream>();
        services.AddSingleton<ComparisonsEndpoint>();
        services.AddSingleton<VotesEndpoint>();
    }

    public static void MapComparisons(this WebApplication app)
    {
        var api = app.MapGroup("/analytics").WithTags("Comparing models").Needs(CallerRole.Admin); // past limits and content policy
        var comparisons = app.Services.GetRequiredService<ComparisonsEndpoint>();
        var votes = app.Services.GetRequiredService<VotesEndpoint>();
        api.MapPost("/comparisons", comparisons.StartAsync).Described(new("Run the same prompts on several models")
        {
            Details = "Answers at once; the comparison runs in the background, each of its requests only while nobody else's waits. It is kept in memory until the "
                + "service stops, and counts in no figures of use.",
            Request = typeof(ComparisonRequest),
            Example = """{"models":["starter-chat","starter-code"],"prompts":[{"text":"What is an API?"}],"max_tokens":64}""",
            Reply = typeof(ComparisonInfo),
            Errors = [400, 404, 413, 415, 429],
        });
        api.MapGet("/comparisons", comparisons.ListAsync).WithMetadata(IsPolled.Metadata).Described(new("List the comparisons")
        {
            Details = "Newest first, without prompts and answers.",
            Reply = typeof(ComparisonList),
        });
        api.MapGet("/comparisons/{id}", comparisons.GetAsync).WithMetadata(IsPolled.Metadata).Described(new("How a comparison stands")
        {
            Details = "Its answers and figures as far as they are there; with follow=true its progress as server-sent events, and the whole at the end.",
            Id = WhichOne,
            Query = new Dictionary<string, QueryField> { ["follow"] = QueryField.Flag("Server-sent events.") },
            Reply = typeof(ComparisonInfo),
            Event = typeof(ComparisonEvent),
            Errors = [400, 404],
        });
        api.MapDelete("/comparisons/{id}", comparisons.StopAsync).Described(new("Stop a comparison, or forget one that is over")
        {
            Details = "What was answered before it was stopped stays.",
            Id = WhichOne,
            Reply = typeof(ComparisonInfo),
            Errors = [404],
        });
        api.MapPost("/comparisons/{id}/votes", votes.VoteAsync).Described(new("Say which answer is best")
        {
            Details = "One vote for each prompt. It counts for the ratings of /analytics/elo, and a little for the expected quality that models are chosen by.",
            Id = WhichOne,
            Request = typeof(ComparisonVote),
            Example = """{"prompt":0,"winner":"A"}""",
            Reply = typeof(ComparisonInfo),
            Errors = s_bodyErrors,
        });
        api.MapPost("/comparisons/{id}/ratings", votes.RateAsync).Described(new("Say how good an answer is")
        {
            Id = WhichOne,
            Request = typeof(ComparisonRating),
            Example = """{"prompt":0,"answer":"A","rating":7}""",
            Reply = typeof(ComparisonInfo),
            Errors = s_bodyErrors,
        });
        api.MapGet("/elo", votes.EloAsync).WithMetadata(IsPolled.Metadata).Described(new("What the votes come to")
        {
            Query = new Dictionary<string, QueryField> { ["task"] = QueryField.OneOf("Only votes on this task.", EnumWords<ModelTask>.All) },
            Reply = typeof(EloReply),
            Errors = [400, 503],
        });
    }
}
