using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace MultiLLM.Core.Acquisition;

/// <summary>The hub's own variables; names bad values without repeating a secret.</summary>
internal sealed class ConfigurePull(IConfiguration configuration) : IPostConfigureOptions<PullOptions>, IValidateOptions<PullOptions>
{
    public void PostConfigure(string? name, PullOptions options)
    {
        if (options.Endpoint.Length == 0)
            options.Endpoint = configuration["HF_ENDPOINT"] is { } given && !string.IsNullOrWhiteSpace(given) ? given.Trim() : PullOptions.PublicHub;
        options.Endpoint = options.Endpoint.TrimEnd('/');
        if (string.IsNullOrWhiteSpace(options.Token))
            options.Token = configuration["HF_TOKEN"];
        options.Token = string.IsNullOrWhiteSpace(options.Token) ? null : options.Token.Trim();
    }

    public ValidateOptionsResult Validate(string? name, PullOptions options)
    {
        var errors = new List<string>();
        if (!Uri.TryCreate(options.Endpoint, UriKind.Absolute, out var endpoint) || endpoint.Scheme is not ("http" or "https")
            || endpoint.UserInfo.Length > 0 || endpoint.Query.Length > 0 || endpoint.Fragment.Length > 0)
            errors.Add($"HF_ENDPOINT (MultiLLM:Pull:Endpoint) is \"{WithoutUser(options.Endpoint)}\"; it takes an http or https address without user, query and fragment.");
        if (options.Token is { } token && !IsToken(token))
            errors.Add("HF_TOKEN (MultiLLM:Pull:Token) has characters that a token cannot have.");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    /// <summary>What may stand in a header.</summary>
    internal static bool IsToken(string text) => text.Length is > 0 and <= 4096 && text.All(c => c is > ' ' and < '\x7f');

    private static string WithoutUser(string address) => address.LastIndexOf('@') is >= 0 and var at ? "…" + address[at..] : address;
}
