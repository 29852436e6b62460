using System.Text.RegularExpressions;

namespace MultiLLM.Core.Catalog.Documents;

/// <summary>The servers of one model of a catalog file. No complaint repeats an address or a key: either may hold a secret.</summary>
internal static partial class BackendCheck
{
    private const int MostServers = 64;
    private const int LongestText = 256;
    private const int LongestUrl = 2048;
    private const double MostSeconds = 86_400;
    private const decimal HighestPrice = 1_000_000;
    private const string NoSecrets = "catalog files hold no secrets: put the key into an environment variable and name that in api_key_env, or into a file and name that in api_key_file";

    public static IEnumerable<DocumentProblem> Problems(BackendDocument backend, string at)
    {
        if (backend.Servers.Count is 0 or > MostServers)
            yield return new($"{at}.servers", $"has {backend.Servers.Count} servers; it must have from 1 to {MostServers}");
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < backend.Servers.Count; i++)
        {
            foreach (var problem in Server(backend.Servers[i], $"{at}.servers[{i}]"))
                yield return problem;
            if (!names.Add(backend.Servers[i].Name))
                yield return new($"{at}.servers[{i}].name", $"\"{backend.Servers[i].Name}\" is there twice");
        }
    }

    private static IEnumerable<DocumentProblem> Server(ServerDocument server, string at)
    {
        if (!Name().IsMatch(server.Name))
            yield return new($"{at}.name", "must be 1 to 64 letters, digits, dots, dashes and underscores, and begin with a letter or digit");
        if (UrlComplaint(server.Url) is { } url)
            yield return new($"{at}.url", url);
        if (string.IsNullOrWhiteSpace(server.Model) || server.Model.Length > LongestText || server.Model.Any(char.IsControl))
            yield return new($"{at}.model", $"must be the server's name for the model, at most {LongestText} characters");
        foreach (var problem in Key(server, at).Concat(Numbers(server, at)))
            yield return problem;
        if (server.HealthPath is { } path && !HealthPath().IsMatch(path))
            yield return new($"{at}.health_path", "must be a path below the url, such as \"models\" or \"../health\"");
    }

    private static string? UrlComplaint(string url) =>
        url.Length > LongestUrl ? $"has {url.Length} characters; at most {LongestUrl} are allowed"
        : !Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0
            ? "must be an absolute http or https address, such as \"http://10.1.2.3:8000/v1\""
        : uri.UserInfo.Length > 0 ? $"has a user or a password in it; {NoSecrets}"
        : url.Contains('?', StringComparison.Ordinal) || url.Contains('#', StringComparison.Ordinal) ? "has a query or a fragment, which it must not"
        : uri.AbsolutePath.EndsWith("/completions", StringComparison.Ordinal) || uri.AbsolutePath.EndsWith("/embeddings", StringComparison.Ordinal)
            ? "must end before the endpoint: the part that \"chat/completions\" is appended to, such as \"http://10.1.2.3:8000/v1\""
        : null;

    private static IEnumerable<DocumentProblem> Key(ServerDocument server, string at)
    {
        if (server.ApiKey is not null)
            yield return new($"{at}.api_key", $"must not be there; {NoSecrets}");
        if (server.Headers is not null)
            yield return new($"{at}.headers", $"must not be there; {NoSecrets}");
        if (server.ApiKeyEnv is { } variable && !Variable().IsMatch(variable))
            yield return new($"{at}.api_key_env", $"must be the name of an environment variable; {NoSecrets}");
        if (server.ApiKeyFile is { } file && !Path.IsPathFullyQualified(file))
            yield return new($"{at}.api_key_file", "must be a file's absolute path");
        if (server is { ApiKeyEnv: not null, ApiKeyFile: not null })
            yield return new($"{at}.api_key_file", "and api_key_env exclude each other");
    }

    private static IEnumerable<DocumentProblem> Numbers(ServerDocument server, string at)
    {
        if (server.Weight is { } weight && weight is not (>= 0.01 and <= 100))
            yield return new($"{at}.weight", $"is {weight}; it must be from 0.01 to 100");
        if (server.MaxConcurrent is < 1 or > 100_000)
            yield return new($"{at}.max_concurrent", $"is {server.MaxConcurrent}; it must be from 1 to 100000");
        if (server.RequestsPerMinute is < 1 or > 1_000_000)
            yield return new($"{at}.requests_per_minute", $"is {server.RequestsPerMinute}; it must be from 1 to 1000000");
        (string Member, double? Seconds)[] timeouts =
            [("connect_seconds", server.Timeouts?.ConnectSeconds), ("first_output_seconds", server.Timeouts?.FirstOutputSeconds), ("idle_seconds", server.Timeouts?.IdleSeconds)];
        foreach (var (member, seconds) in timeouts)
            if (seconds is { } some && some is not (>= 0.1 and <= MostSeconds))
                yield return new($"{at}.timeouts.{member}", $"is {some}; it must be from 0.1 to {MostSeconds}");
        (string Member, decimal? Price)[] prices = [("input_per_million", server.Price?.InputPerMillion), ("output_per_million", server.Price?.OutputPerMillion)];
        foreach (var (member, price) in prices)
            if (price is { } some && some is not (>= 0 and <= HighestPrice))
                yield return new($"{at}.price.{member}", $"is {some}; it must be from 0 to {HighestPrice}");
        if (server.Price?.Currency is { } currency && !Currency().IsMatch(currency))
            yield return new($"{at}.price.currency", "must be three capital letters, such as \"USD\"");
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]{0,127}\z")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^(\.\./){0,4}[A-Za-z0-9][A-Za-z0-9._/-]{0,127}\z")]
    private static partial Regex HealthPath();

    [GeneratedRegex(@"^[A-Z]{3}\z")]
    private static partial Regex Currency();
}
