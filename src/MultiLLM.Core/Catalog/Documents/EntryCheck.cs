using System.Text.RegularExpressions;

namespace MultiLLM.Core.Catalog.Documents;

/// <summary>One model of a catalog file.</summary>
internal static partial class EntryCheck
{
    private const int MaxContextLength = 16 * 1024 * 1024;
    private const string IdForm =
        "an id is 1 to 64 lower-case letters, digits, dots, dashes and underscores, begins with a letter or digit, and is not \"auto\"";

    /// <param name="entry">Some members of a known model, or all of a new one.</param>
    /// <param name="at">Its path in the file.</param>
    public static IEnumerable<DocumentProblem> Problems(EntryDocument entry, string at)
    {
        if (!Id().IsMatch(entry.Id) || entry.Id == "auto")
            yield return new($"{at}.id", $"is \"{entry.Id}\"; {IdForm}");
        if (entry.Name is not null && string.IsNullOrWhiteSpace(entry.Name))
            yield return new($"{at}.name", "is blank");
        if (entry.Parameters is < 1)
            yield return new($"{at}.parameters", $"is {entry.Parameters}; it must be 1 or more");
        if (entry.ContextLength is < 1 or > MaxContextLength)
            yield return new($"{at}.context_length", $"is {entry.ContextLength}; it must be from 1 to {MaxContextLength}");
        if (entry.FallbackTemplate is not (null or "plain" or "instruct-output" or "chatml"))
            yield return new($"{at}.fallback_template", $"is \"{entry.FallbackTemplate}\"; known are plain, instruct-output and chatml");
        if (SamplingLimits.Problem(entry.Sampling) is (var field, var complaint))
            yield return new($"{at}.sampling.{field}", $"is {complaint}");
        foreach (var (task, score) in entry.Quality ?? new Dictionary<ModelTask, QualityScore>())
        {
            if (score.Score is not (>= 0 and <= 10))
                yield return new($"{at}.quality.{EnumWords<ModelTask>.Of(task)}.score", $"is {score.Score}; it must be from 0 to 10");
            if (string.IsNullOrWhiteSpace(score.Source))
                yield return new($"{at}.quality.{EnumWords<ModelTask>.Of(task)}", "lacks its source: a benchmark, or an estimate and what it is estimated from");
        }
        for (var i = 0; i < (entry.Aliases?.Count ?? 0); i++)
            if (DocumentCheck.NameComplaint(entry.Aliases![i]) is { } alias)
                yield return new($"{at}.aliases[{i}]", alias);
        foreach (var problem in entry.Source is { } source ? Source(source, $"{at}.source") : [])
            yield return problem;
        foreach (var problem in entry.Shape is { } shape ? Shape(shape, $"{at}.shape") : [])
            yield return problem;
        foreach (var problem in entry.Backend is { } backend ? BackendCheck.Problems(backend, $"{at}.backend") : [])
            yield return problem;
        foreach (var problem in entry.Server is { } server ? ProgramCheck.Problems(server, $"{at}.server") : [])
            yield return problem;
    }

    private static IEnumerable<DocumentProblem> Source(SourceDocument source, string at)
    {
        if (!Repository().IsMatch(source.Repository) || HasDots(source.Repository))
            yield return new($"{at}.repository", $"is \"{source.Repository}\"; it must be like owner/name");
        if (source.Revision is { } revision && (!Revision().IsMatch(revision) || HasDots(revision)))
            yield return new($"{at}.revision", $"is \"{revision}\"; it must be a branch, a tag or a commit");
        if (source.File is null == source.Files is null || source.Files is { Count: 0 })
            yield return new(at, "needs either file or files");
        if (source.Files is not null && (source.SizeBytes is not null || source.Sha256 is not null))
            yield return new(at, "has files, so sizes and digests belong to each of them");
        SourceFile[] files = source.File is { } one ? [new(one, source.SizeBytes, source.Sha256)] : [.. source.Files ?? []];
        for (var i = 0; i < files.Length; i++)
            foreach (var (member, problem) in File(files[i]))
                yield return new(source.File is null ? $"{at}.files[{i}].{member}" : $"{at}.{(member == "path" ? "file" : member)}", problem);
    }

    private static IEnumerable<(string Member, string Complaint)> File(SourceFile file)
    {
        if (!FilePath().IsMatch(file.Path) || HasDots(file.Path))
            yield return ("path", $"is \"{file.Path}\"; it must be a path inside the repository that ends in .gguf");
        if (file.SizeBytes is < 1)
            yield return ("size_bytes", $"is {file.SizeBytes}; it must be 1 or more");
        if (file.Sha256 is { } digest && !Sha256().IsMatch(digest))
            yield return ("sha256", "must have 64 lower-case hexadecimal digits");
    }

    private static IEnumerable<DocumentProblem> Shape(ShapeDocument shape, string at)
    {
        (string Member, long? Value, long Least, long Most)[] numbers =
        [
            ("layers", shape.Layers, 1, 1024), ("heads", shape.Heads, 1, 1024), ("kv_heads", shape.KvHeads, 0, 1024),
            ("key_length", shape.KeyLength, 1, 8192), ("value_length", shape.ValueLength, 0, 8192), ("embedding", shape.Embedding, 1, 1 << 20),
            ("feed_forward", shape.FeedForward, 1, 1 << 24), ("vocabulary", shape.Vocabulary, 1, 1 << 24),
            ("sliding_window", shape.SlidingWindow, 1, MaxContextLength), ("full_attention_every", shape.FullAttentionEvery, 1, 1024),
        ];
        foreach (var (member, value, least, most) in numbers)
            if (value is { } number && (number < least || number > most))
                yield return new($"{at}.{member}", $"is {number}; it must be from {least} to {most}");
        if (string.IsNullOrWhiteSpace(shape.Architecture))
            yield return new($"{at}.architecture", "is blank");
        if (shape is { FullAttentionEvery: not null, SlidingWindow: null })
            yield return new($"{at}.full_attention_every", "needs a sliding_window");
    }

    /// <summary>A part of a path that leads upwards or nowhere.</summary>
    private static bool HasDots(string path) => path.Split('/').Any(part => part is "." or ".." or "");

    [GeneratedRegex(@"^[a-z0-9][a-z0-9._-]{0,63}\z")]
    private static partial Regex Id();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,95}/[A-Za-z0-9._-]{1,96}\z")]
    private static partial Regex Repository();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._/-]{0,127}\z")]
    private static partial Regex Revision();

    [GeneratedRegex(@"^[A-Za-z0-9._/ +()-]{1,250}\.gguf\z", RegexOptions.IgnoreCase)]
    private static partial Regex FilePath();

    [GeneratedRegex(@"^[0-9a-f]{64}\z")]
    private static partial Regex Sha256();
}
