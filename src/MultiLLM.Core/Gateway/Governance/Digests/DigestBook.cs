using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Hosting;

namespace MultiLLM.Core.Gateway.Governance.Digests;

/// <summary>Owns what is known of model files, in <c>Home/governance/digests.json</c>; losing it costs reading them again.</summary>
internal sealed class DigestBook : IModelDigests, IDisposable
{
    private static readonly ModelDigest Elsewhere = new((string?)null);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _reading = new(1, 1); // one file at a time: it is the disk that takes the time
    private readonly StateFile<DigestFile> _file;
    private ImmutableDictionary<string, KnownFile> _known;

    public DigestBook(IOptions<MultiLLMOptions> options, ILogger<DigestBook> log)
    {
        _file = new StateFile<DigestFile>(Path.Combine(options.Value.Home, "governance", "digests.json"), DigestFile.Format, log);
        _known = (_file.Read()?.Files ?? []).ToImmutableDictionary(file => file.Path, StringComparer.Ordinal);
    }

    public ModelDigest? Of(ModelDefinition model)
    {
        if (model.Backend is not null)
            return Elsewhere;
        var known = Volatile.Read(ref _known);
        return known.TryGetValue(model.Path, out var only) && GgufModel.FilesOf(model.Path).Count == 1 ? new ModelDigest(only.Sha256) : Combined(known, model);
    }

    public async ValueTask<Result<ModelDigest>> FindAsync(ModelDefinition model, CancellationToken cancellationToken)
    {
        if (model.Backend is not null)
            return Elsewhere;
        try
        {
            foreach (var path in GgufModel.FilesOf(model.Path))
                await LookAsync(path, bytesPerSecond: null, TimeProvider.System, cancellationToken);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new Error(ErrorCode.InvalidModelFile, $"The file of {model.Id} cannot be read: {error.Message}");
        }
        return Of(model) ?? Elsewhere;
    }

    /// <summary>Forgets a file that has changed, and reads it anew. True: something was read.</summary>
    public async ValueTask<bool> LookAsync(string path, long? bytesPerSecond, TimeProvider time, CancellationToken cancellationToken)
    {
        var seen = KnownFile.Seen(path);
        if (Volatile.Read(ref _known).TryGetValue(path, out var known))
        {
            if (known.IsSame(seen))
                return false;
            Change(all => all.Remove(path)); // from now on nothing that was approved has this content
        }
        await _reading.WaitAsync(cancellationToken);
        try
        {
            var digest = await FileDigest.OfAsync(path, bytesPerSecond, time, cancellationToken);
            if (!KnownFile.Seen(path).IsSame(seen))
                return true; // changed meanwhile: the next look reads it again
            Change(all => all.SetItem(path, seen with { Sha256 = digest }));
            return true;
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    private void Change(Func<ImmutableDictionary<string, KnownFile>, ImmutableDictionary<string, KnownFile>> change)
    {
        lock (_gate)
        {
            Volatile.Write(ref _known, change(_known));
            _file.Write(new DigestFile([.. _known.Values.OrderBy(file => file.Path, StringComparer.Ordinal)]));
        }
    }

    private static ModelDigest? Combined(ImmutableDictionary<string, KnownFile> known, ModelDefinition model)
    {
        var list = new StringBuilder();
        foreach (var path in GgufModel.FilesOf(model.Path))
        {
            if (!known.TryGetValue(path, out var part))
                return null;
            list.Append(CultureInfo.InvariantCulture, $"{part.Sha256}  {Path.GetFileName(path)}\n");
        }
        return new ModelDigest(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(list.ToString()))));
    }
}
