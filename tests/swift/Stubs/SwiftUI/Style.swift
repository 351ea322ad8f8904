public protocol ShapeStyle: Sendable {
    associatedtype Resolved: ShapeStyle = Never
    func resolve(in environment: EnvironmentValues) -> Resolved
}
extension Never: ShapeStyle {
    public typealias Resolved = Never
    public nonisolated func resolve(in environment: EnvironmentValues) -> Never { fatalError("never drawn") }
}
public struct Color: Hashable, Sendable, Primitive, ShapeStyle {
    public nonisolated init(red: Double, green: Double, blue: Double, opacity: Double = 1) {}
    public nonisolated func resolve(in environment: EnvironmentValues) -> Never { fatalError("never drawn") }
    public nonisolated static let clear = Color(red: 0, green: 0, blue: 0, opacity: 0)
}
extension ShapeStyle where Self == Color {
    public static var clear: Color { .clear }
}
public struct AnyShapeStyle: ShapeStyle {
    public init<S: ShapeStyle>(_ style: S) {}
    public nonisolated func resolve(in environment: EnvironmentValues) -> Never { fatalError("never drawn") }
}

public protocol Shape: Sendable, View {}
public protocol InsettableShape: Shape {}
extension InsettableShape {
    public func strokeBorder<S: ShapeStyle>(_ content: S, lineWidth: CGFloat = 1, antialiased: Bool = true) -> some View {
        Modified<Self>()
    }
}
public struct RoundedRectangle: InsettableShape, Primitive { public init(cornerRadius: CGFloat) {} }
public struct Capsule: InsettableShape, Primitive { public init() {} }

public enum ColorScheme: Sendable { case light, dark }
public enum ScenePhase: Sendable { case background, inactive, active }
public struct EnvironmentValues: Sendable {
    public var colorScheme = ColorScheme.light
    public var locale = Locale.current
    public var scenePhase = ScenePhase.active
}

public struct PlainButtonStyle: Sendable {}
extension PlainButtonStyle {
    public static var plain: PlainButtonStyle { PlainButtonStyle() }
}
public struct AccessibilityTraits: SetAlgebra, Sendable {
    private var traits: Set<Int> = []
    public init() {}
    private init(_ trait: Int) { traits = [trait] }
    public static let isHeader = Self(1), isSelected = Self(2), isToggle = Self(3)
    public func contains(_ member: Self) -> Bool { traits.isSuperset(of: member.traits) }
    public mutating func insert(_ new: Self) -> (inserted: Bool, memberAfterInsert: Self) {
        traits.formUnion(new.traits)
        return (true, new)
    }
    public mutating func remove(_ member: Self) -> Self? { nil }
    public mutating func update(with new: Self) -> Self? { nil }
    public func union(_ other: Self) -> Self { self }
    public func intersection(_ other: Self) -> Self { self }
    public func symmetricDifference(_ other: Self) -> Self { self }
    public mutating func formUnion(_ other: Self) {}
    public mutating func formIntersection(_ other: Self) {}
    public mutating func formSymmetricDifference(_ other: Self) {}
}
public enum AccessibilityChildBehavior: Sendable { case ignore, contain, combine }
public enum AccessibilityNotification {
    public struct Announcement: Sendable {
        public init(_ announcement: String) {}
        public func post() {}
    }
}
