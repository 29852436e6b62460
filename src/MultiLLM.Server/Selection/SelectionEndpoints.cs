using MultiLLM.Contracts.Api;
using MultiLLM.Core.Gateway;
using MultiLLM.Server.Docs;
using MultiLLM.Server.Gateway.Keys.Authentication;

namespace MultiLLM.Server.Selection;

/// <summary>What can be asked about the choice of models. Nothing here runs or loads one.</summary>
internal static class SelectionEndpoints
{
    private static readonly int[] BodyErrors = [400, 404, 413, 415, 500];

    public static void AddSelectionApi(this IServiceCollection services)
    {
        services.AddSingleton<WishedModels>();
        services.AddSingleton<RecommendationsEndpoint>();
        services.AddSingleton<ExplainEndpoint>();
        services.AddSingleton<DecisionsEndpoint>();
        services.AddSingleton<FeedbackEndpoint>();
    }

    public static void MapSelection(this WebApplication app)
    {
        var services = app.Services;
        var api = app.MapGroup("").WithTags("Choosing models").Needs(CallerRole.User);
        var decisions = services.GetRequiredService<DecisionsEndpoint>();

        api.MapPost("/recommendations", services.GetRequiredService<RecommendationsEndpoint>().HandleAsync).Described(new("Recommend models for a task")
        {
            Details = "What was understood, the installed models as a request would rank them, each with numbers, reasons and whether it fits, and models that "
                + "are not installed and would do better.",
            Request = typeof(RecommendationRequest),
            Example = """{"task_description":"Write a Python function that parses a log file.","preference":"quality","limit":3}""",
            Reply = typeof(RecommendationReply),
            Errors = BodyErrors,
        });
        api.MapPost("/selection/explain", services.GetRequiredService<ExplainEndpoint>().HandleAsync).Described(new("Explain which model a request would get")
        {
            Details = "Takes what /chat takes, or what /v1/chat/completions takes where there are messages.",
            Request = typeof(ChatRequest),
            Example = """{"message":"What is machine learning?"}""",
            Reply = typeof(ExplainReply),
            Errors = BodyErrors,
        });
        api.MapGet("/selection/decisions", decisions.ListAsync).Described(new("List the decisions made lately")
        {
            Details = "Newest first; next_before of a page is before of the next one. What people wrote is told only where the service is configured to keep it.",
            Query = DecisionQuery.Described,
            Reply = typeof(DecisionList),
            Errors = [400],
        });
        api.MapGet("/selection/decisions/{id}", decisions.GetAsync).Described(new("Look up a decision")
        {
            Details = "With its ten best candidates.",
            Id = "The decision's id, as a reply tells it.",
            Reply = typeof(DecisionInfo),
            Errors = [404],
        });
        api.MapPost("/feedback", services.GetRequiredService<FeedbackEndpoint>().HandleAsync).Described(new("Say whether an answer was good")
        {
            Details = "Moves the model's expected quality at that task a little. A second vote on the same answer replaces the first.",
            Request = typeof(FeedbackRequest),
            Example = """{"decision_id":"sel-5c0f6f5e2b0e4d0f9a53a6d1c1c5a9f4","rating":1}""",
            Reply = typeof(FeedbackReply),
            Errors = BodyErrors,
        });
    }
}
