using MultiLLM.Core.Gateway;

namespace MultiLLM.Server.Gateway.Keys.Authentication;

/// <summary>Who may use an endpoint. One that says nothing is for administrators only.</summary>
/// <param name="Least">Null: everybody, without a key.</param>
internal sealed record EndpointAccess(CallerRole? Least)
{
    public static EndpointAccess Anybody { get; } = new((CallerRole?)null);

    private static readonly EndpointAccess s_admin = new(CallerRole.Admin);
    private static readonly EndpointAccess s_anyKey = new(CallerRole.ReadOnly);

    /// <summary>
    /// Routing answers by itself where nothing is at the path, or nothing of that method: those with a key learn that, and others do not learn which paths there are.
    /// </summary>
    public static EndpointAccess Of(Endpoint? endpoint) => endpoint is RouteEndpoint ? endpoint.Metadata.GetMetadata<EndpointAccess>() ?? s_admin : s_anyKey;

    public bool Admits(Caller caller) => Least is null || caller.Role >= Least;
}

internal static class EndpointAccesses
{
    /// <summary>Of several that are said, the one nearest to the endpoint counts.</summary>
    public static T Needs<T>(this T endpoints, CallerRole least) where T : IEndpointConventionBuilder => endpoints.WithMetadata(new EndpointAccess(least));

    public static T OpenToAll<T>(this T endpoints) where T : IEndpointConventionBuilder => endpoints.WithMetadata(EndpointAccess.Anybody);
}
