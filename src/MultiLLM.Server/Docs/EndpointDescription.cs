using Microsoft.AspNetCore.Http.Metadata;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Server.Docs;

/// <summary>What <c>/openapi/v1.json</c> says about one endpoint.</summary>
internal sealed record EndpointDescription(string Summary)
{
    public string? Details { get; init; }

    /// <summary>Body; null: none.</summary>
    public Type? Request { get; init; }

    /// <summary>What {id} in the path is.</summary>
    public string Id { get; init; } = "A model's id or alias.";

    /// <summary>Fields of the query, by name.</summary>
    public IReadOnlyDictionary<string, QueryField> Query { get; init; } = new Dictionary<string, QueryField>();

    /// <summary>A body to try, JSON.</summary>
    public string? Example { get; init; }
    public required Type Reply { get; init; }

    /// <summary>Each event of a streamed reply; null: the endpoint does not stream.</summary>
    public Type? Event { get; init; }

    /// <summary>Statuses of the errors one has to expect.</summary>
    public IReadOnlyList<int> Errors { get; init; } = [];

    /// <summary>Body of those.</summary>
    public Type Error { get; init; } = typeof(ErrorReply);
}

internal static class EndpointDescriptions
{
    /// <summary>Statuses that every endpoint that makes models work may answer with.</summary>
    public static readonly int[] WorkErrors = [400, 404, 413, 415, 422, 429, 500, 502, 503, 504];

    public static void Described(this IEndpointConventionBuilder endpoint, EndpointDescription description)
    {
        endpoint.WithSummary(description.Summary);
        if (description.Details is { } details)
            endpoint.WithDescription(details);
        // The API explorer takes an endpoint for one of an API when it knows a method of it.
        endpoint.WithMetadata(description, ((RequestDelegate)Nothing).Method, new ProducesResponseTypeMetadata(200, description.Reply, ["application/json"]));
        if (description.Request is { } request)
            endpoint.WithMetadata(new AcceptsMetadata(["application/json"], request, isOptional: false));
        foreach (var status in description.Errors)
            endpoint.WithMetadata(new ProducesResponseTypeMetadata(status, description.Error, ["application/json"]));
    }

    private static Task Nothing(HttpContext context) => Task.CompletedTask;
}
