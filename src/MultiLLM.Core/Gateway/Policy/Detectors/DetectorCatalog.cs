using System.Collections.Frozen;
using MultiLLM.Core.Gateway.Policy.Detectors.Injection;
using MultiLLM.Core.Gateway.Policy.Detectors.Numbers;
using MultiLLM.Core.Gateway.Policy.Detectors.Personal;
using MultiLLM.Core.Gateway.Policy.Detectors.Secrets;

namespace MultiLLM.Core.Gateway.Policy.Detectors;

/// <summary>All detectors, by name.</summary>
internal sealed class DetectorCatalog
{
    private readonly FrozenDictionary<string, Detector> _byName;

    public DetectorCatalog(IEnumerable<Detector> detectors)
    {
        All = [.. detectors];
        _byName = All.ToFrozenDictionary(detector => detector.Name, StringComparer.Ordinal);
        Groups = [.. All.Select(detector => detector.Group).Distinct()];
    }

    public IReadOnlyList<Detector> All { get; }
    public IReadOnlyList<string> Groups { get; }

    /// <exception cref="InvalidDataException">One of them lacks what it needs.</exception>
    public static DetectorCatalog Load() => new(
    [
        .. SecretDetectors.All(),
        new EmailDetector(), new PhoneDetector(), new IbanDetector(), new PaymentCardDetector(), new UsSsnDetector(), new GermanTaxIdDetector(), new UkNinoDetector(), new FrenchInseeDetector(),
        new SpanishIdDetector(), new ItalianTaxCodeDetector(), new DutchBsnDetector(), new SwissAhvDetector(), new PolishPeselDetector(), new BrazilianCpfDetector(), new IndianAadhaarDetector(),
        new ChineseIdDetector(), new FinnishIdDetector(), new SingaporeIdDetector(), .. CheckedNumbers.All(),
        new Ipv4Detector(), new ColonAddressDetector(isHardware: false), new ColonAddressDetector(isHardware: true),
        new InjectionDetector(SignalPhrases.Load()), new ExfiltrationLinkDetector(),
    ]);

    /// <summary>A detector, or all of a group; empty: there is no such name.</summary>
    public IReadOnlyList<Detector> Named(string name) =>
        _byName.TryGetValue(name, out var one) ? [one] : [.. All.Where(detector => detector.Group == name)];
}
