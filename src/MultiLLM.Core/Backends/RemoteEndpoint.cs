using System.Text;

namespace MultiLLM.Core.Backends;

/// <summary>One OpenAI-compatible server and how to talk to it. It comes from configuration only; no part of a request gets into it.</summary>
internal sealed record RemoteEndpoint
{
    /// <summary>For people, in messages and figures; never the whole URL, which may hold a secret.</summary>
    public required string Name { get; init; }

    /// <summary>What "chat/completions" is appended to, for example http://127.0.0.1:8080/v1/.</summary>
    public required Uri BaseUrl { get; init; }

    /// <summary>As the server calls the model.</summary>
    public required string Model { get; init; }

    /// <summary>Sent as a bearer token; null: none. Asked for at each request, so that a file's new content counts.</summary>
    public Func<string?> ApiKey { get; init; } = () => null;
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>From the request to the first output.</summary>
    public TimeSpan FirstOutputTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Between two pieces of output.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(1);

    private bool PrintMembers(StringBuilder text)
    {
        text.Append(Name);
        return true;
    }
}
