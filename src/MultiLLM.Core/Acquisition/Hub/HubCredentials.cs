using System.Net.Http.Headers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace MultiLLM.Core.Acquisition.Hub;

/// <summary>The hub's token, for the hub's origin and nobody else.</summary>
internal sealed class HubCredentials(IOptions<PullOptions> options, IConfiguration configuration)
{
    private const int MaxTokenFileBytes = 4096;
    private readonly Uri _hub = new(options.Value.Endpoint);

    /// <summary>Read anew each time: people log in while the service runs.</summary>
    public string? Token => options.Value.Token ?? (options.Value.Endpoint == PullOptions.PublicHub ? FromFile() : null);

    /// <summary>Null: none is to be sent there. A token goes over plain http to this machine only.</summary>
    public AuthenticationHeaderValue? For(Uri address) =>
        IsHub(address) && (address.Scheme == Uri.UriSchemeHttps || address.IsLoopback) && Token is { } token
            ? new AuthenticationHeaderValue("Bearer", token)
            : null;

    public bool IsHub(Uri address) =>
        address.Scheme == _hub.Scheme && address.Port == _hub.Port && address.IdnHost.Equals(_hub.IdnHost, StringComparison.OrdinalIgnoreCase);

    // Where the hub's own tools keep it.
    private string? FromFile()
    {
        var path = configuration["HF_TOKEN_PATH"] is { Length: > 0 } given ? given
            : configuration["HF_HOME"] is { Length: > 0 } home ? Path.Combine(home, "token")
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "huggingface", "token");
        try
        {
            var file = new FileInfo(path);
            var token = file is { Exists: true, Length: <= MaxTokenFileBytes } ? File.ReadAllText(path).Trim() : "";
            return ConfigurePull.IsToken(token) ? token : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null; // without it public models can be fetched, and for others the hub's refusal says what is missing
        }
    }
}
