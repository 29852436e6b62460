using MultiLLM.Client;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Keys;

/// <summary>Says what is wrong with a key in the words of the command line: who typed an option never saw the API's field.</summary>
internal sealed class OptionNamingOffice(IKeyOffice office) : IKeyOffice
{
    private static readonly Dictionary<string, string> s_options = new(StringComparer.Ordinal)
    {
        ["name"] = "--name",
        ["role"] = "--role",
        ["expires_at"] = "--expires",
        ["models"] = "--model",
        ["preference"] = "--preference",
        ["grace_seconds"] = "--grace-hours",
        ["id"] = "ID",
    };

    public Task<IssuedKeyInfo> CreateAsync(KeyRequest request, CancellationToken cancellationToken) => NamedAsync(office.CreateAsync(request, cancellationToken));

    public Task<KeyList> ListAsync(CancellationToken cancellationToken) => NamedAsync(office.ListAsync(cancellationToken));

    public Task<KeyInfo> RevokeAsync(string id, CancellationToken cancellationToken) => NamedAsync(office.RevokeAsync(id, cancellationToken));

    public Task<IssuedKeyInfo> RotateAsync(string id, TimeSpan grace, CancellationToken cancellationToken) => NamedAsync(office.RotateAsync(id, grace, cancellationToken));

    public ValueTask DisposeAsync() => office.DisposeAsync();

    private static async Task<T> NamedAsync<T>(Task<T> asked)
    {
        try
        {
            return await asked.ConfigureAwait(false);
        }
        catch (MultiLLMApiException refused) when (refused.Param is { } param)
        {
            var option = OptionOf(param);
            var message = refused.Message.StartsWith(param, StringComparison.Ordinal) ? option + refused.Message[param.Length..] : refused.Message;
            throw new MultiLLMApiException(refused.StatusCode, refused.Code, message, option, refused.RetryAfter, refused);
        }
    }

    private static string OptionOf(string field)
    {
        const string Limits = "limits.";
        if (field.StartsWith(Limits, StringComparison.Ordinal))
        {
            return $"--{field[Limits.Length..].Replace('_', '-')}";
        }

        return s_options.GetValueOrDefault(field.Split('[')[0], field);
    }
}
