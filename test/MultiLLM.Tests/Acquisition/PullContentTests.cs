using Microsoft.Extensions.DependencyInjection;
using MultiLLM.Core.Acquisition;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;

namespace MultiLLM.Tests.Acquisition;

/// <summary>Downloads of something else than was promised.</summary>
public sealed class PullContentTests : HubTest
{
    [Fact]
    public async Task Pull_AlteredBytes_AreFoundAndThrownAway()
    {
        var file = Add();
        var right = file.Content;
        file.Content = [.. right];
        file.Content[^1000] ^= 1;

        var error = (await Rig.PullAsync("m.gguf")).Error;

        Assert.Equal(ErrorCode.DigestMismatch, error?.Code);
        Assert.Contains(file.Sha256, error?.Message);
        Assert.Empty(PullRig.FilesIn(Rig.Store));
        file.Content = right;
        await AssertArrivesAsync(file);
    }

    [Fact]
    public async Task Pull_HubDoesNotTellADigest_IsCheckedBySizeAndAsAModel()
    {
        var file = Add();
        (file.LinkedEtag, file.LinkedSize, file.HeadNotAllowed) = (null, null, true);

        await AssertArrivesAsync(file);
    }

    [Theory]
    [InlineData(-1000)]
    [InlineData(1000)]
    public async Task Pull_WrongLength_IsRefused(int difference)
    {
        var file = Add();
        file.Content = difference < 0 ? file.Content[..^-difference] : [.. file.Content, .. new byte[difference]];

        var error = (await Rig.PullAsync("m.gguf")).Error;

        Assert.Equal(ErrorCode.TransferFailed, error?.Code);
        Assert.Contains($"{file.Content.Length}", error?.Message);
        Assert.Contains($"{file.Content.Length - difference}", error?.Message);
        Assert.Empty(PullRig.FilesIn(Rig.Store));
    }

    [Fact]
    public async Task Pull_EndlessParts_AreReadNoFurtherThanAskedFor()
    {
        var file = Add();
        file.Endless = true;

        await AssertArrivesAsync(file);
    }

    [Fact]
    public async Task Pull_EndlessWhole_IsRefused()
    {
        var file = Add();
        (file.Endless, file.IgnoresRanges) = (true, true);

        var error = (await Rig.PullAsync("m.gguf")).Error;

        Assert.Equal(ErrorCode.TransferFailed, error?.Code);
        Assert.Contains("sends more", error?.Message);
    }

    [Fact]
    public async Task Pull_HubHasOtherContentThanTheCatalogExpects_IsRefusedBeforeAnythingIsFetched()
    {
        var file = Add();
        var expected = new string('0', 64);
        var entry = new CatalogEntry
        {
            Id = "known", Name = "Known", Type = ModelType.SmallLlm, Kind = ModelKind.Chat,
            Source = new ModelSource { Repository = PullRig.Repository, Files = [new SourceFile("m.gguf", null, expected)] },
        };
        await using var rig = await PullRig.StartAsync(Hub, null, services => services.AddSingleton<IModelCatalog>(s => new CatalogWith(s.GetRequiredService<ModelCatalog>(), entry)));

        var error = (await rig.PullAsync(new PullOrder("known"))).Error;

        Assert.Equal(ErrorCode.DigestMismatch, error?.Code);
        Assert.Contains(file.Sha256, error?.Message);
        Assert.Contains(expected, error?.Message);
        Assert.Empty(Hub.StorageRequests);
    }

    /// <summary>The real catalog and one known model.</summary>
    private sealed class CatalogWith(IModelCatalog catalog, CatalogEntry entry) : IModelCatalog
    {
        public CatalogSnapshot Current => With(catalog.Current);

        public async ValueTask<CatalogSnapshot> RefreshAsync(CancellationToken cancellationToken) => With(await catalog.RefreshAsync(cancellationToken));

        public ValueTask<Result<ModelDefinition>> FindAsync(string idOrAlias, CancellationToken cancellationToken) => catalog.FindAsync(idOrAlias, cancellationToken);

        private CatalogSnapshot With(CatalogSnapshot snapshot) => new(snapshot.Models, snapshot.Problems, [entry]);
    }
}
