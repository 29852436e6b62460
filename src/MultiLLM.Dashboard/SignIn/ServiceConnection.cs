using MultiLLM.Client;

namespace MultiLLM.Dashboard.SignIn;

/// <summary>How the pages reach the service they belong to.</summary>
/// <param name="Address">Where its API is.</param>
/// <param name="Handler">
/// Sends requests with the credential of the process itself. In the header <see cref="ActsFor"/> they say for whom; without it they are the dashboard's own.
/// </param>
public sealed record ServiceConnection(Uri Address, HttpMessageHandler Handler)
{
    /// <summary>Counts only beside the process's own credential.</summary>
    public const string ActsFor = "x-multillm-acts-for";

    /// <summary>What the followers that all pages share ask with.</summary>
    internal MultiLLMClient Own() => Over(Handler);

    /// <summary>What a page asks with, in the name of whoever looks at it.</summary>
    internal MultiLLMClient Of(Person person) => Over(new ActingHandler(person) { InnerHandler = Handler });

    private MultiLLMClient Over(HttpMessageHandler handler) =>
        new(new HttpClient(handler, disposeHandler: false) { BaseAddress = Address, Timeout = Timeout.InfiniteTimeSpan });

    private sealed class ActingHandler(Person person) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Add(ActsFor, (await person.IdentityAsync()).Id);
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
